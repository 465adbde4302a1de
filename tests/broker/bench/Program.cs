using System.Globalization;
using System.Text.Json;
using Noderr.Tests.Broker.Bench;
using Noderr.Tests.Broker.Kit;

var arguments = new Arguments(args);
if (arguments.Has("help"))
{
    Console.WriteLine("""
        bench-broker [--rounds N] [--seconds N] [--records N] [--json FILE]
          Loads LocalKafka and Apache Kafka with the same program in one run. Each figure is the median of the rounds; the ratio says how
          many times as good LocalKafka is. Exit code 1 when a line is behind Apache Kafka or misses its goal.
        """);
    return 2;
}
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (LoadProgram.Find() is not { } load || Repository.Archive("kafka") is null)
{
    Console.WriteLine("SKIP bench-broker - the archives kafka and kafka-conformance are not on this machine");
    return 0;
}

const string Local = "local", Apache = "apache";
var folder = Directory.CreateTempSubdirectory("noderr-bench-").FullName;
try
{
    var figures = new Benchmark(load, folder, arguments.Number("rounds", 6), arguments.Number("seconds", 8), arguments.Number("records", 300_000)).Run();
    Console.WriteLine($"{"",-52} {"LocalKafka",10} {"Apache",10} {"",-5} {"ratio",6}");
    foreach (var f in figures.All)
        Console.WriteLine($"{f.Name,-52} {f.Median(Local),10:0.00} {f.Median(Apache),10:0.00} {f.Unit,-5} {f.Ratio(Local, Apache),6:0.00}{Remark(f)}");
    if (arguments.Has("json"))
        File.WriteAllText(arguments.Text("json", ""), JsonSerializer.Serialize(figures.All.Select(f => new { f.Name, f.Unit, Local = f.Median(Local), Apache = f.Median(Apache), Ratio = f.Ratio(Local, Apache), f.Goal })));
    var behind = figures.All.Count(f => f.Ratio(Local, Apache) < 1 || f.Misses(Local));
    Console.WriteLine(behind == 0 ? "no line is behind Apache Kafka or misses its goal" : $"{behind} lines are behind Apache Kafka or miss their goal");
    return behind == 0 ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static string Remark(Figure f) => (f.Ratio(Local, Apache) < 1 ? "  BEHIND" : "") + (f.Misses(Local) ? $"  misses {f.Goal:0.##}" : f.Goal is { } goal ? $"  goal {goal:0.##}" : "");

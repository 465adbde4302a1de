using System.Globalization;
using System.Text.Json;
using Noderr.Tests.Bench;
using Noderr.Tests.Broker.Kit;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var arguments = args.ToList();
if (arguments.Contains("--help"))
{
    Console.WriteLine("""
        bench [--rounds N] [--only NAME,…] [--json FILE]
          Measures this machine and the system on it, each line in N rounds (by default 5) after one that does not count. Compare by the best
          rounds, and only where the calibration is the same; a median far from the best says that others used the machine.
        """);
    return 0;
}
Line[] lines =
[
    Calibration.Arithmetic,
    Calibration.MemoryCopy,
    MemoryShellLine.Over(Path.Combine(Repository.Root, "config", "noderr.yaml")),
    .. MatchingLine.BesideExchangeCore() is { } matching ? new[] { matching } : [],
    MatchingLine.AsTheBookGrows,
    DepthLine.Book,
    DepthLine.Queues,
    DepthLine.Order,
    TickToOrderLine.At(ticksPerSecond: 1000, TimeSpan.FromSeconds(15)),
];
var only = Value("--only")?.Split(',');
if (only?.FirstOrDefault(o => lines.All(l => l.Name != o)) is { } unknown)
{
    Console.Error.WriteLine($"bench: there is no line {unknown}; there are {string.Join(", ", lines.Select(l => l.Name))}");
    return 2;
}
if (!int.TryParse(Value("--rounds") ?? "5", out var rounds) || rounds < 1)
{
    Console.Error.WriteLine("bench: --rounds must be a number above 0");
    return 2;
}
var figures = (from line in lines
               where only?.Contains(line.Name) ?? true
               from figure in line.Run(rounds, round => Console.Error.WriteLine($"{line.Name}: round {round} of {rounds}"))
               select figure).ToList();

Console.WriteLine($"{"",-44} {"best",14} {"median",14}");
foreach (var f in figures) Console.WriteLine($"{f.Name,-44} {f.Best,14:#,0.##} {f.Median,14:#,0.##} {f.Unit}");
var json = JsonSerializer.Serialize(new
{
    at = DateTimeOffset.UtcNow,
    processors = Environment.ProcessorCount,
    runtime = Environment.Version.ToString(),
    rounds,
    figures = figures.Select(f => new { name = f.Name.Trim(), unit = f.Unit, best = f.Best, median = f.Median, rounds = f.Rounds }),
});
if (Value("--json") is { } file) File.WriteAllText(file, json + "\n");
else Console.WriteLine(json);
return 0;

string? Value(string name) => arguments.IndexOf(name) is >= 0 and var at && at + 1 < arguments.Count ? arguments[at + 1] : null;

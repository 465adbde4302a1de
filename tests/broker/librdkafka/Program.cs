using Noderr.Tests.Broker.Kit;
using Noderr.Tests.Broker.Librdkafka;

var arguments = new Arguments(args);
using var context = new CaseContext(arguments.Text("bootstrap", "127.0.0.1:9092"));
var only = arguments.Text("only", "");
IEnumerable<Case> cases = [.. ProducerCases.All, .. ConsumerCases.All, .. GroupCases.All, .. TransactionCases.All, .. AdminCases.All];
if (arguments.Has("list"))
{
    foreach (var one in cases)
        Console.WriteLine(one.FullName);
    return 0;
}

var verdicts = new Verdicts();
foreach (var one in cases.Where(c => c.FullName.Contains(only, StringComparison.Ordinal)))
    await one.Run(context, verdicts, TimeSpan.FromSeconds(60));
return verdicts.Close();

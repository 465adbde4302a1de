using Noderr.Tests.Broker.Hostile;
using Noderr.Tests.Broker.Kit;

// An idle broker takes 50 MB, and requests that come in may take queued.max.request.bytes, 128 MB. The rest is what the garbage collector
// has not looked at yet: up to 570 MB were seen with 50,000 inputs and 820 MB with a million, falling to 260 MB in between.
const int MaxMegabytes = 640;

var arguments = new Arguments(args);
if (arguments.Has("help"))
{
    Console.WriteLine("""
        fuzz-test [--inputs N] [--seed N] [--only CASE] [--memory MB] [--keep] [--set key=value …] [--sabotage kill|invent]
          Throws hostile bytes at LocalKafka beside a bystander that must not notice; --only runs the cases with that
          in their names, and no inputs. Sabotage makes the test fail, to see that it can:
          kill ends the broker in the middle, invent makes the bystander expect a record that it never wrote.
        """);
    return 2;
}

var seed = arguments.Number("seed", 20_260_101);
var inputs = arguments.Number("inputs", 50_000);
var folder = Directory.CreateTempSubdirectory("noderr-fuzz-").FullName;
Console.WriteLine($"seed {seed}, {inputs} inputs");

int code;
using (var broker = new BrokerProcess(BrokerCommand.Local(["log.cleaner.backoff.ms=500", "log.retention.check.interval.ms=1000", .. arguments.Settings]), folder))
{
    try
    {
        code = new HostileTest(broker, seed, arguments.Number("memory", MaxMegabytes), arguments.Text("sabotage", ""), arguments.Text("only", "")).Run(inputs);
    }
    catch (BrokerException e)
    {
        Console.WriteLine($"FAIL fuzz - {e.Message}");
        code = 1;
    }
}
if (code == 0 && !arguments.Has("keep"))
    Directory.Delete(folder, recursive: true);
else
    Console.WriteLine($"data and log are kept in {folder}; run again with --seed {seed}");
return code;

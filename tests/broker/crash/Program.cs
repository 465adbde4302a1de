using Noderr.Tests.Broker.Crash;
using Noderr.Tests.Broker.Kit;

var arguments = new Arguments(args);
if (arguments.Has("help"))
{
    Console.WriteLine("""
        crash-test [--rounds N] [--seed N] [--apache | --command "program {port} {data}"] [--no-torn] [--keep] [--set key=value …]
          Kills the broker with SIGKILL at random moments and checks that nothing acknowledged is lost, duplicated or reordered.
          Torn writes go to LocalKafka's files only. --sabotage invent|mutilate makes the test fail, to see that it can.
        """);
    return 2;
}

var command = BrokerCommand.From(arguments);
var seed = arguments.Number("seed", Random.Shared.Next());
var folder = Directory.CreateTempSubdirectory("noderr-crash-").FullName;
var torn = command.Name == "local" && !arguments.Has("no-torn");
Console.WriteLine($"seed {seed}, broker {command.Name}, {(torn ? "with" : "without")} torn writes");

int code;
using (var broker = new BrokerProcess(command, folder))
{
    using var test = new CrashTest(broker, seed, torn, arguments.Text("sabotage", ""));
    try
    {
        code = test.Run(arguments.Number("rounds", 10));
    }
    catch (BrokerException e)
    {
        Console.WriteLine($"FAIL crash - {e.Message}");
        code = 1;
    }
    broker.Kill();
}
if (code == 0 && !arguments.Has("keep"))
    Directory.Delete(folder, recursive: true);
else
    Console.WriteLine($"data and log are kept in {folder}; run again with --seed {seed}");
// Clients of a broker that is gone would wait for it.
Environment.Exit(code);
return code;

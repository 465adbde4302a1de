using Noderr.Tests.Broker.Kit;
using Noderr.Tests.EndToEnd;

var arguments = new Arguments(args);
if (arguments.Has("help"))
{
    Console.WriteLine("""
        end-to-end [--kills N] [--seed N] [--rate N] [--apache] [--by-hand] [--keep]
          Broker, venue and services in processes of their own, trading; kills them at random moments and checks that every order's life is whole,
          that the venue was sent nothing twice, that positions are the venue's, and that every journal replays to the same decisions and states.
        """);
    return 2;
}
if (arguments.Has("apache") && Repository.Archive("kafka") is null)
{
    Console.WriteLine("SKIP end-to-end on Apache Kafka - the archive kafka is not on this machine");
    return 0;
}

var seed = arguments.Number("seed", Random.Shared.Next(1, 1_000_000));
var folder = Directory.CreateTempSubdirectory("noderr-e2e-").FullName;
Console.WriteLine($"seed {seed}, {(arguments.Has("apache") ? "Apache Kafka" : "LocalKafka")}");
var verdicts = new Verdicts();
using (var installation = new Installation(folder, arguments.Has("apache"), arguments.Number("rate", 500)))
{
    try
    {
        await new KillTest(installation, seed, arguments.Has("by-hand"), verdicts).Run(arguments.Number("kills", 25));
    }
    catch (BrokerException e)
    {
        verdicts.Fail("end-to-end", e.Message);
    }
}
var code = verdicts.Close();
if (code == 0 && !arguments.Has("keep")) Directory.Delete(folder, recursive: true);
else Console.WriteLine($"data and logs are kept in {folder}; run again with --seed {seed}");
return code;

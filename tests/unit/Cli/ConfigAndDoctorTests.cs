using System.Text.Json.Nodes;
using Noderr.Tests.Unit.Trading;

namespace Noderr.Tests.Unit.Cli;

public sealed class ConfigAndDoctorTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("noderr-config-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_file_that_comes_with_the_program_fits_all_eleven_programs()
    {
        var ran = await NoderrCommand.Run("config", "validate");
        Assert.Equal(0, ran.Code);
        Assert.EndsWith("fits 11 services\n", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_once_with_its_line_and_its_service()
    {
        var file = Path.Combine(folder, "bad.yaml");
        await File.WriteAllTextAsync(file, """
            kafka:
              bootstrap.server: 127.0.0.1:9092
            services:
              ingest:
                ingest:
                  synthetic.rate: fast
            """, TestContext.Current.CancellationToken);
        var ran = await NoderrCommand.Run("config", "validate", "--config", file);
        Assert.Equal(1, ran.Code);
        Assert.Contains(ran.Lines, l => l.StartsWith("kafka.bootstrap.server: is no setting, the nearest is kafka.bootstrap.servers", StringComparison.Ordinal) && l.Contains("bad.yaml:2", StringComparison.Ordinal));
        Assert.Contains(ran.Lines, l => l.StartsWith("ingest.synthetic.rate: must be", StringComparison.Ordinal) && l.EndsWith("[ingest]", StringComparison.Ordinal));
        Assert.Single(ran.Lines, l => l.StartsWith("kafka.", StringComparison.Ordinal));
        Assert.EndsWith("is refused: 2 settings to mend", ran.Lines[^1], StringComparison.Ordinal);

        var json = JsonNode.Parse((await NoderrCommand.Run("config", "validate", "--config", file, "--json")).Output)!;
        Assert.False((bool)json["valid"]!);
        Assert.Equal(2, json["violations"]!.AsArray().Count);
        var one = await NoderrCommand.Run("config", "validate", "--config", file, "--service", "router");
        Assert.EndsWith("is refused: 1 setting to mend", one.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_setting_is_not_sent()
    {
        var ran = await NoderrCommand.Run("config", "set", "telemetry.log.level");
        Assert.Equal((2, "noderr config set: 'telemetry.log.level' is no setting; write name=value\n"), (ran.Code, ran.Error));
    }

    [Fact]
    public async Task The_doctor_names_each_fault_and_what_to_do()
    {
        var ran = await NoderrCommand.Run("doctor", "--data", folder, "--set", "kafka.bootstrap.servers=127.0.0.1:1", "--set", "kafka.schema.registry.url=http://127.0.0.1:1", "--url", "http://127.0.0.1:1");
        Assert.Equal(1, ran.Code);
        Assert.Contains(ran.Lines, l => l.StartsWith("BAD   Kafka            127.0.0.1:1 does not answer", StringComparison.Ordinal));
        Assert.Contains(ran.Lines, l => l.StartsWith("BAD   schema registry", StringComparison.Ordinal));
        Assert.Contains(ran.Lines, l => l.TrimStart().StartsWith("look at kafka.bootstrap.servers", StringComparison.Ordinal));
        Assert.Contains(ran.Lines, l => l.StartsWith("ok    running          nothing at http://127.0.0.1:1/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_doctor_finds_a_running_system_well_and_its_folder_taken()
    {
        await using var desk = await RunningDesk.Start("ingest.source=none");
        string[] kafka = ["--set", $"kafka.bootstrap.servers={desk.Bootstrap}", "--set", $"kafka.schema.registry.url={desk.RegistryUrl}"];
        Ran ran = null!;
        await RunningDesk.Until(() => (ran = desk.Noderr(["doctor", "--data", folder, "--json", .. kafka]).GetAwaiter().GetResult()).Code == 0, "the doctor finds faults");
        var seen = JsonNode.Parse(ran.Output)!.AsArray().ToDictionary(f => (string)f!["what"]!, f => (string)f!["seen"]!);
        Assert.StartsWith("10 services", seen["running"], StringComparison.Ordinal);
        Assert.StartsWith("1 broker", seen["Kafka"], StringComparison.Ordinal);
        Assert.Contains("free", seen["data folder"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_none_is_a_fault()
    {
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        var ran = await NoderrCommand.Run("doctor", "--data", file, "--url", "http://127.0.0.1:1");
        Assert.Equal(1, ran.Code);
        Assert.Contains(ran.Lines, l => l.StartsWith("BAD   data folder", StringComparison.Ordinal));
    }
}

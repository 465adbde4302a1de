using Noderr.Domain.Numbers;
using Noderr.LocalKafka;
using Noderr.Tests.Unit.LocalKafka.Log;

namespace Noderr.Tests.Unit.Trading;

public sealed class DeskTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("desk-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_tick_becomes_a_fill_and_a_second_run_goes_on_where_the_first_ended()
    {
        await using var server = await LocalKafkaServer.StartAsync(new LocalKafkaOptions { DataFolder = folder, Port = 0, RegistryPort = 0 }, TestContext.Current.CancellationToken);
        var before = await RunUntilItTrades(server);
        var after = await RunUntilItTrades(server);
        Assert.Contains(before, quantity => quantity != Quantity.Zero);
        Assert.NotEmpty(after);
    }

    [Fact]
    public async Task A_full_disk_stops_it_and_with_room_it_goes_on_with_nothing_lost_and_nothing_done_twice()
    {
        using var disk = new SmallDisk(megabytes: 128);
        disk.SkipUnlessMounted();
        await using var server = await LocalKafkaServer.StartAsync(new LocalKafkaOptions { DataFolder = disk.Folder, Port = 0, RegistryPort = 0 }, TestContext.Current.CancellationToken);
        await using var trading = await TradingDesk.Start(server, folder);
        await trading.Until(orders: 5);
        disk.Fill();
        // What was on record goes out still; what can't be put on record does not.
        await trading.UntilQuiet();
        disk.Free();
        await trading.Until(orders: 5);
        await trading.Agree();
        Assert.Equal(0, trading.Venue.Account().Repeated);
        await trading.Stop();
    }

    private async Task<Quantity[]> RunUntilItTrades(LocalKafkaServer server)
    {
        await using var trading = await TradingDesk.Start(server, folder);
        TestContext.Current.SendDiagnosticMessage($"traded after {(await trading.Until(orders: 5)).TotalSeconds:0.0} s");
        await trading.Agree();
        Assert.Equal(0, trading.Venue.Account().Repeated);
        var positions = trading.Positions ?? [];
        await trading.Stop();
        return positions;
    }
}

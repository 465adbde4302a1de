using Noderr.Domain.Numbers;
using Noderr.Journal;

namespace Noderr.Tests.Unit.Journal;

public sealed class SteadyClockTests
{
    private static readonly DateTimeOffset noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private readonly Machine machine = new() { Wall = noon };
    private readonly List<TimeSpan> heard = [];
    private readonly SteadyClock clock;

    public SteadyClockTests() => clock = new SteadyClock(machine, heard.Add);

    [Fact]
    public void It_is_the_machines_clock_while_that_goes_forward()
    {
        Assert.Equal(Timestamp.From(noon), clock.Now);
        machine.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(Timestamp.From(noon.AddSeconds(3)), clock.Now);
        machine.Wall += TimeSpan.FromHours(1);
        Assert.Equal(Timestamp.From(noon.AddHours(1).AddSeconds(3)), clock.Now);
        Assert.Empty(heard);
    }

    [Fact]
    public void Set_back_it_goes_on_at_half_speed_until_the_machine_has_caught_up()
    {
        _ = clock.Now;
        machine.Wall -= TimeSpan.FromSeconds(10);
        Assert.Equal(Timestamp.From(noon), clock.Now);
        machine.Pass(TimeSpan.FromSeconds(4));
        Assert.Equal(Timestamp.From(noon.AddSeconds(2)), clock.Now);
        machine.Pass(TimeSpan.FromSeconds(16));
        Assert.Equal(Timestamp.From(noon.AddSeconds(10)), clock.Now);
        machine.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(Timestamp.From(noon.AddSeconds(15)), clock.Now);
        Assert.Equal([TimeSpan.FromSeconds(10)], heard);
    }

    [Fact]
    public void It_never_goes_back_whatever_happens_to_the_machines_clock()
    {
        var random = new Random(4);
        var before = clock.Now;
        for (var i = 0; i < 10_000; i++)
        {
            machine.Pass(TimeSpan.FromMilliseconds(random.Next(0, 50)));
            if (random.Next(10) == 0) machine.Wall += TimeSpan.FromSeconds(random.Next(-100, 100));
            var now = clock.Now;
            Assert.True(now >= before);
            before = now;
        }
    }

    [Fact]
    public void What_is_on_record_holds_it_forward()
    {
        clock.NotBefore(Timestamp.From(noon.AddSeconds(30)));
        Assert.Equal(Timestamp.From(noon.AddSeconds(30)), clock.Now);
        Assert.Equal([TimeSpan.FromSeconds(30)], heard);
    }

    private sealed class Machine : TimeProvider
    {
        private long ticks;

        public DateTimeOffset Wall { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time)
        {
            ticks += time.Ticks;
            Wall += time;
        }

        public override long GetTimestamp() => ticks;

        public override DateTimeOffset GetUtcNow() => Wall;
    }
}

using Noderr.Journal;

namespace Noderr.Tests.Unit.Journal;

public sealed class BackoffTests
{
    [Fact]
    public void Pauses_double_and_stay_at_the_longest_until_they_begin_anew()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1));
        Assert.Equal([200, 400, 800, 1000, 1000], Enumerable.Range(0, 5).Select(_ => backoff.Next().TotalMilliseconds));
        backoff.Reset();
        Assert.Equal(200, backoff.Next().TotalMilliseconds);
    }
}

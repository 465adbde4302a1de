using System.Diagnostics;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Librdkafka;

/// <summary>One behaviour that librdkafka, through Confluent.Kafka, must see. The body returns a detail worth printing.</summary>
public sealed record Case(string Name, Func<CaseContext, Task<string>> Body)
{
    public Case(string name, Func<CaseContext, string> body) : this(name, c => Task.Run(() => body(c))) { }

    public string FullName => $"librdkafka/{Name}";

    public async Task Run(CaseContext context, Verdicts verdicts, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        var clock = Stopwatch.StartNew();
        try
        {
            var detail = await Body(context).WaitAsync(limit);
            verdicts.Pass(FullName, $"{detail} ({clock.Elapsed.TotalSeconds:0.0}s)");
        }
#pragma warning disable CA1031 // Whatever a case throws is its verdict.
        catch (Exception e)
#pragma warning restore CA1031
        {
            verdicts.Fail(FullName, $"{e.GetType().Name}: {e.Message} ({clock.Elapsed.TotalSeconds:0.0}s)");
        }
    }
}

/// <summary>The behaviour differs from what was expected.</summary>
public sealed class CaseFailedException : Exception
{
    public CaseFailedException(string message) : base(message) { }

    public CaseFailedException() { }

    public CaseFailedException(string message, Exception inner) : base(message, inner) { }
}

public static class Expect
{
    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new CaseFailedException($"{what}: expected {expected}, got {actual}");
    }

    public static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what)
    {
        var (want, got) = (string.Join(",", expected), string.Join(",", actual));
        if (want != got)
            throw new CaseFailedException($"{what}: expected {Short(want)}, got {Short(got)}");
    }

    public static void True(bool condition, string what)
    {
        if (!condition)
            throw new CaseFailedException($"not so: {what}");
    }

    private static string Short(string text) => text.Length <= 200 ? text : text[..200] + "…";
}

namespace Noderr.Tests.Broker.Kit;

/// <summary>Prints <c>PASS|FAIL|SKIP name - detail</c> lines in the form of the kafka-conformance programs, and counts them.</summary>
public sealed class Verdicts
{
    public int Passed { get; private set; }

    public int Failed { get; private set; }

    public void Pass(string name, string detail = "")
    {
        Passed++;
        Console.WriteLine($"PASS {name} - {detail}");
    }

    public void Fail(string name, string detail)
    {
        Failed++;
        Console.WriteLine($"FAIL {name} - {detail.ReplaceLineEndings(" ")}");
    }

    public void Judge(string name, bool holds, string detail)
    {
        if (holds)
            Pass(name, detail);
        else
            Fail(name, detail);
    }

    /// <summary>The closing line; returns the exit code.</summary>
    public int Close()
    {
        Console.WriteLine($"{Passed} passed, {Failed} failed");
        return Failed == 0 ? 0 : 1;
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Noderr.Cli.Kafka.Client;
using Noderr.Cli.Kafka.Dump;
using Noderr.LocalKafka.Inspect;

namespace Noderr.Cli.Kafka;

/// <summary>noderr kafka dump: the records or the batches of a topic, from a cluster or from a stopped broker's files.</summary>
internal static class DumpCommand
{
    private const long DefaultCount = 20;

    public static Command Create()
    {
        var target = new Argument<string>("topic") { Description = "The topic, or topic/partition" };
        var from = new Option<long?>("--from") { CustomParser = Number, Description = "Offset to begin at; a negative one counts from the end", HelpName = "offset" };
        var time = new Option<string?>("--from-time") { Description = "Begin at the first record that is not older, as 2026-01-31T09:30:00Z", HelpName = "time" };
        var count = new Option<long?>("--count") { CustomParser = Number, HelpName = "n", Description = $"Records (or batches) to show; {DefaultCount}, or with --follow all" };
        var batches = new Option<bool>("--batches") { Description = "Show batches instead of the records in them" };
        var follow = new Option<bool>("--follow") { Description = "Stay and show what comes; begins at the end when nothing else is said" };
        var full = new Option<bool>("--full") { Description = "Show long keys and values whole" };
        var json = new Option<bool>("--json") { Description = "Print JSON, one record or batch a line, everything whole" };
        var data = new Option<string?>("--data") { Description = "Read the files of a stopped broker in this folder instead of asking a cluster" };
        var command = new Command("dump", "Show the records or batches of a topic") { target, from, time, count, batches, follow, full, json, data };
        var cluster = ClusterOptions.AddTo(command);
        command.SetLook(async (arguments, output, cancel) =>
        {
            var (topic, partition) = Split(arguments.GetValue(target)!);
            var range = new DumpRange(arguments.GetValue(from), arguments.GetValue(time) is { } text ? Moment(text) : null, arguments.GetValue(follow));
            if (range is { From: not null, Time: not null }) throw new CannotException("--from and --from-time are two places to begin; give one");
            var limit = arguments.GetValue(count) ?? (range.Follow ? long.MaxValue : DefaultCount);
            if (limit < 1) throw new CannotException($"--count {limit} shows nothing; give 1 or more");
            var printer = new DumpPrinter(output, topic, range, limit, arguments.GetValue(json), arguments.GetValue(full), arguments.GetValue(batches));
            if (arguments.GetValue(data) is { } folder)
            {
                if (range.Follow || cluster.IsGiven(arguments)) throw new CannotException("--data reads the files of a stopped broker: leave --follow and --bootstrap out");
                using var stored = StoredData.Open(folder);
                foreach (var batch in new StoredBatches(stored, topic, partition, range).Read())
                    if (!printer.Print(batch)) break;
            }
            else
            {
                using var opened = await cluster.OpenAsync(arguments, cancel);
                await foreach (var batch in new ClusterBatches(opened, topic, partition, range).ReadAsync(cancel))
                    if (!printer.Print(batch)) break;
            }
            printer.End();
            return 0;
        });
        return command;
    }

    private static (string Topic, int? Partition) Split(string target)
    {
        var slash = target.LastIndexOf('/');
        if (slash < 0) return (target, null);
        if (slash == 0 || !int.TryParse(target.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var partition))
            throw new CannotException($"{target} is neither TOPIC nor TOPIC/PARTITION; a partition is a number, as in orders/0");
        return (target[..slash], partition);
    }

    private static long? Number(ArgumentResult argument)
    {
        var text = argument.Tokens.Single().Value;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        argument.AddError($"'{text}' is not a whole number.");
        return null;
    }

    private static DateTimeOffset Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw new CannotException($"--from-time {text} is no time; give one as 2026-01-31T09:30:00Z");
}

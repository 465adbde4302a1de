using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Noderr.Cli.Api;
using Noderr.Cli.Kafka.Client;

namespace Noderr.Cli.Ordering;

/// <summary>noderr orders group: orders that belong together, from a JSON file, handed to the API as they are.</summary>
internal static class GroupCommand
{
    private const int LargestFile = 64 * 1024;

    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "JSON with relation (oco, ouo or none), first and legs; orders as in POST /api/v1/orders, see docs/orders.md" };
        return new Command("group", "Give orders that belong together") { file }.Asks(async call =>
        {
            var answer = await call.Api.AskAsync(HttpMethod.Post, "/api/v1/order-groups", Read(call.Arguments.GetValue(file)!), call.Cancel);
            await call.Output.WriteLineAsync(call.Json ? answer.ToJsonString() : $"group {answer["group"]} with the orders {string.Join(", ", answer["orders"]!.AsArray().Select(o => (string)o!))}");
            return 0;
        });
    }

    private static JsonNode Read(FileInfo file)
    {
        try
        {
            if (file.Length > LargestFile) throw new CannotException($"{file} is larger than {LargestFile} bytes");
            return JsonNode.Parse(File.ReadAllText(file.FullName)) ?? throw new CannotException($"{file} holds nothing");
        }
        catch (JsonException e)
        {
            throw new CannotException($"{file} is no JSON: {e.Message}");
        }
        catch (IOException e)
        {
            throw new CannotException(e.Message);
        }
    }
}

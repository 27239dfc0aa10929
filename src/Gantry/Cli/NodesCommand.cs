using System.CommandLine;
using System.Globalization;
using Gantry.Nodes;

namespace Gantry.Cli;

/// <summary><c>gantry store nodes</c>: the servers of a store.</summary>
internal static class NodesCommand
{
    public static Command Create()
    {
        var command = new Command("nodes", "List the servers that use this store, and those that did in the last day.") { StoreCommand.Data, StoreCommand.Database, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(
            parsed,
            async (folder, output) =>
            {
                var nodes = await folder.Nodes.ListAsync(cancellation);
                if (parsed.GetValue(StoreCommand.Json)) WriteJson(nodes, output);
                else WriteText(nodes, output);
                return ExitCodes.Done;
            },
            cancellation));
        return command;
    }

    private static void WriteText(IReadOnlyList<NodeRow> nodes, TextWriter output)
    {
        string[][] lines = [["RUN", "MACHINE", "VERSION", "SINCE", "LAST HEARD OF", "STATE"], .. nodes.Select(Line)];
        var widths = Enumerable.Range(0, lines[0].Length).Select(i => lines.Max(l => l[i].Length)).ToArray();
        foreach (var line in lines) output.WriteLine(string.Join("  ", line.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
    }

    private static string[] Line(NodeRow node) =>
    [
        node.Run.ToString(CultureInfo.InvariantCulture), node.Machine, node.Version ?? "-",
        node.StartedAt.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        node.RenewedAt.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        node.IsLiving ? "lives" : "ended",
    ];

    private static void WriteJson(IReadOnlyList<NodeRow> nodes, TextWriter output) => StoreCommand.WriteJson(output, json =>
    {
        json.WriteStartArray();
        foreach (var node in nodes)
        {
            json.WriteStartObject();
            json.WriteNumber("run", node.Run);
            json.WriteString("machine", node.Machine);
            json.WriteString("version", node.Version);
            json.WriteString("started_at", node.StartedAt);
            json.WriteString("renewed_at", node.RenewedAt);
            json.WriteBoolean("living", node.IsLiving);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}

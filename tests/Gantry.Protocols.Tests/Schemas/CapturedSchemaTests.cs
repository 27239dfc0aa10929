using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Schemas;
using Xunit;

namespace Gantry.Protocols.Tests.Schemas;

/// <summary>Every schema that real clients were seen to send, for every place it can go.</summary>
public sealed class CapturedSchemaTests
{
    private static readonly string[] Members = ["input_schema", "parameters", "parametersJsonSchema", "responseJsonSchema", "responseSchema", "schema"];

    [Fact]
    public void Captured_schemas_parse_keep_their_names_and_stay()
    {
        var schemas = Captured();
        if (schemas.Count == 0) Assert.Skip("no captures beside the repository; GANTRY_SHARED names no folder either");
        Assert.True(schemas.Count > 50, $"only {schemas.Count} schemas found");
        foreach (string json in schemas)
        {
            foreach (var target in Lowering.Targets)
            {
                var lowered = SchemaLowering.Lower(Lowering.Slice(json), target, new LossLog());
                if (lowered.Outcome is SchemaOutcome.Inexpressible or SchemaOutcome.Omitted) continue;
                Assert.Equal(SchemaOutcome.Lowered, lowered.Outcome);
                var after = JsonNode.Parse(lowered.Schema.Span)!;
                Assert.True(Names(JsonNode.Parse(json)!, target).SequenceEqual(Names(after, target)), $"{target}: {json}\n{lowered.Schema}");
                Lowering.AssertStays(lowered.Schema.ToString(), target);
                if (target is SchemaTarget.GeminiTool or SchemaTarget.GeminiJsonTool) GeminiWords.AssertKnown(after, target == SchemaTarget.GeminiTool);
            }
        }
    }

    private static List<string> Names(JsonNode node, SchemaTarget target)
    {
        bool hasMaps = target is not (SchemaTarget.GeminiTool or SchemaTarget.GeminiOutput);
        var names = new List<string>();
        Collect(node, hasMaps, names);
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    // Not below defaults and enums, where "properties" would be data; the captured schemas have none such.
    private static void Collect(JsonNode? node, bool hasMaps, List<string> names)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) Collect(item, hasMaps, names);
        }

        if (node is not JsonObject schema) return;
        foreach (var (name, value) in schema)
        {
            if (name == "additionalProperties" && !hasMaps) continue;
            if (name != "properties")
            {
                Collect(value, hasMaps, names);
                continue;
            }

            foreach (var (property, child) in (JsonObject)value!)
            {
                names.Add(property);
                Collect(child, hasMaps, names);
            }
        }
    }

    private static HashSet<string> Captured()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (Folder() is not { } folder) return found;
        foreach (string file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            Find(document.RootElement, found);
        }

        return found;
    }

    private static void Find(JsonElement element, HashSet<string> found)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray()) Find(item, found);
        }

        if (element.ValueKind != JsonValueKind.Object) return;
        foreach (var member in element.EnumerateObject())
        {
            if (Members.Contains(member.Name) && member.Value.ValueKind == JsonValueKind.Object) found.Add(member.Value.GetRawText());
            else Find(member.Value, found);
        }
    }

    private static string? Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Gantry.slnx"))) continue;
            string beside = Path.Combine(folder.FullName, "..", "shared", "captures");
            if (Directory.Exists(beside)) return beside;
        }

        string? named = Environment.GetEnvironmentVariable("GANTRY_SHARED");
        return named is not null && Directory.Exists(Path.Combine(named, "captures")) ? Path.Combine(named, "captures") : null;
    }
}

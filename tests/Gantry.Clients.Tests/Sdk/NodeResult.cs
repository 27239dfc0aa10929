using System.Text.Json;
using Gantry.Clients.Tests.Processes;

namespace Gantry.Clients.Tests.Sdk;

/// <summary>What a script printed, with checks that show it when they fail.</summary>
internal sealed record NodeResult(ClientRun Run, JsonElement Json)
{
    // The paced model makes 60 pieces in 1.2 s; a buffered answer comes at once.
    private const int LeastSpreadMilliseconds = 500;

    public NodeResult HasText(string member = "text") => Has(Text(member).Length > 0, $"{member} is empty");

    public NodeResult Is(string member, string expected) => Has(Text(member) == expected, $"{member} is '{Text(member)}' and not '{expected}'");

    public NodeResult IsOver(string member, double least) =>
        Has(Member(member) is { ValueKind: JsonValueKind.Number } number && number.GetDouble() > least, $"{member} is not over {least}");

    public NodeResult Counts(string member, int expected) => Has(
        Member(member) is { ValueKind: JsonValueKind.Number } number && number.GetInt32() == expected, $"{member} is not {expected}");

    /// <summary>The text came in several parts, spread over time.</summary>
    public NodeResult WasStreamed() => HasText().IsOver("deltas", 2).IsOver("spreadMs", LeastSpreadMilliseconds);

    /// <summary>The tool was called with the arguments of its schema, and its result answered.</summary>
    public NodeResult CalledTool() => Is("called", "get_weather").HasText("arguments.city").HasText();

    public NodeResult Lists(string id) => Has(
        Member("ids") is { ValueKind: JsonValueKind.Array } ids && ids.EnumerateArray().Any(item => item.GetString() == id), $"ids lack '{id}'");

    public NodeResult Failed(string errorClass, int status) =>
        Has(Member("failed").ValueKind == JsonValueKind.True, "the call did not fail")
            .Is("class", errorClass)
            .Counts("status", status)
            .HasText("message");

    private NodeResult Has(bool condition, string otherwise)
    {
        Run.Has(condition, $"answered what it should not: {otherwise}");
        return this;
    }

    private string Text(string member) => Member(member) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    /// <summary>A member by its path, dots between the names; undefined when absent.</summary>
    private JsonElement Member(string path)
    {
        var current = Json;
        foreach (var name in path.Split('.'))
        {
            if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(name, out current))
            {
                return default;
            }
        }

        return current;
    }
}

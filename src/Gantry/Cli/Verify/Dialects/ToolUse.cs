namespace Gantry.Cli.Verify.Dialects;

/// <summary>A tool call that came back.</summary>
/// <param name="Name">Which tool.</param>
/// <param name="Id">The call's id; null where there is none.</param>
/// <param name="Arguments">The arguments as JSON text.</param>
internal sealed record ToolUse(string Name, string? Id, string Arguments)
{
    /// <summary>The one tool that verification offers.</summary>
    public const string Offered = "look_up_city";

    public const string Description = "Looks up facts about a city.";

    public const string Prompt = "Look up the city of Lisbon with the tool.";

    /// <summary>Asks for two calls at once. Models read over the marks; the scripted upstream obeys them.</summary>
    public const string ParallelPrompt =
        "Look up two cities with the tool, both calls at once, in one answer: "
        + "[[call look_up_city {\"city\":\"Lisbon\"}]] and [[call look_up_city {\"city\":\"Porto\"}]]";

    public const string Result = "Lisbon lies on the Tagus and has about 570000 inhabitants.";
}

using System.Text.Json.Nodes;

namespace Gantry.Cli.Verify.Dialects;

/// <summary>The schema of the one tool that verification offers.</summary>
internal static class ToolSchema
{
    public static JsonObject City() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["city"] = new JsonObject { ["type"] = "string" } },
        ["required"] = new JsonArray("city"),
    };
}

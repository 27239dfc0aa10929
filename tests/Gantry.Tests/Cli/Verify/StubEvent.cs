using System.Text.Json.Nodes;

namespace Gantry.Tests.Cli.Verify;

/// <summary>One event of a stream; without data it is <c>[DONE]</c>.</summary>
internal sealed record StubEvent(string? Name, JsonNode? Data)
{
    public string Wire() => (Name is null ? "" : $"event: {Name}\n") + $"data: {Data?.ToJsonString(StubBodies.Plain) ?? "[DONE]"}\n\n";
}

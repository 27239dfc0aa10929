using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>One element of <c>tool_calls</c> in a delta.</summary>
internal readonly record struct ChatToolFragment()
{
    /// <summary>Of the old single call: behind any index that an upstream counts to.</summary>
    public const long LegacyIndex = int.MaxValue;

    public BlockKind Kind { get; init; } = BlockKind.ToolCall;

    public long? Index { get; init; }

    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public JsonText Arguments { get; init; } = default;

    public JsonText? Seal { get; init; }
}

namespace Gantry.Protocols.Hub;

/// <summary>How free the model is to call tools, and which.</summary>
public sealed record ToolChoice(ToolChoiceKind Kind)
{
    public static readonly ToolChoice Unset = new(ToolChoiceKind.Unset);

    public IReadOnlyList<string> Names { get; init; } = [];
}

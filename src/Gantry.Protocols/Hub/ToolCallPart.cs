using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>The model's wish to run a tool. Its arguments come as a value or as a text: whoever sets one takes the other away.</summary>
/// <param name="Id">Joins the call with its result; empty where the dialect gave none.</param>
/// <param name="Name">The tool's name in the request's own spelling.</param>
public sealed record ToolCallPart(string Id, string Name) : Part
{
    private readonly JsonSlice _arguments;   // a value, or a text that holds one
    private readonly bool _isText;

    public ToolKind Kind { get; init; }

    /// <summary>Namespace of the tool (Responses); null where there is none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The arguments as a JSON value; absent where they came as text.</summary>
    public JsonSlice Arguments
    {
        get => _isText ? default : _arguments;
        init
        {
            // To say that there is no value says nothing of a text.
            if (value.IsAbsent && _isText) return;
            (_arguments, _isText) = (value, false);
        }
    }

    /// <summary>The arguments as text that should be JSON (Chat, Responses) or is free (custom tools); null where they came as a value.</summary>
    public JsonText? ArgumentsText
    {
        get => _isText ? new JsonText(_arguments.Memory) : null;
        init
        {
            if (value is null && !_isText) return;
            (_arguments, _isText) = value is { } text ? (new JsonSlice(text.Memory), true) : (default, false);
        }
    }

    /// <summary>The provider's id of the item, where it has one beside the call's (<c>fc_…</c>).</summary>
    public string? ItemId { get; init; }

    /// <summary>Gemini: the thought signature that stands on this very call.</summary>
    public ReasoningSeal? Seal { get; init; }
}

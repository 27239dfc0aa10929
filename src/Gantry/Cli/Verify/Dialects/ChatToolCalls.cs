using System.Text;
using System.Text.Json.Nodes;

namespace Gantry.Cli.Verify.Dialects;

/// <summary>Joins the fragments of tool calls as the SDKs do: by their <c>index</c>, which counts from 0 without a gap.</summary>
internal sealed class ChatToolCalls
{
    private readonly List<(string Name, string? Id, StringBuilder Arguments)> _calls = [];

    /// <summary>The first reason why a client cannot join them; null for none.</summary>
    public string? Fault { get; private set; }

    public void Add(JsonNode? fragment)
    {
        var (id, function) = (fragment.At("id").Text(), fragment.At("function"));
        if (fragment.At("index").Number() is not { } index)
        {
            Fault ??= "a fragment of a tool call has no index";
            return;
        }
        if (index < 0 || index > _calls.Count)
        {
            Fault ??= $"a tool call has the index {index} where {_calls.Count} is due";
            return;
        }
        if (index == _calls.Count) _calls.Add((function.At("name").Text() ?? "", id, new StringBuilder()));
        else if (!string.IsNullOrEmpty(id) && id != _calls[(int)index].Id) Fault ??= $"two tool calls share the index {index}";
        _calls[(int)index].Arguments.Append(function.At("arguments").Text());
    }

    public IReadOnlyList<ToolUse> Joined() => [.. _calls.Select(call => new ToolUse(call.Name, call.Id, call.Arguments.ToString()))];
}

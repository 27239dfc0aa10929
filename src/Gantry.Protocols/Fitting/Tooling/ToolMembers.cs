using System.Text.Json;
using Gantry.Protocols.Gemini;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tools;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Takes from a definition the members that only its own protocol knows. Hints of how a tool is loaded or streamed go silently, examples into the
/// description.</summary>
internal sealed class ToolMembers(ToolScope scope)
{
    private const int MaxExamples = 2048;

    public Tool Fit(Tool tool)
    {
        if (tool.From == scope.Spoken) return tool;
        if (tool.From == Protocol.Gemini) NoteOthers(tool);
        if (tool.Extras.Count == 0) return tool;
        List<ExtraMember>? kept = null;
        var description = tool.Description;
        foreach (var extra in tool.Extras)
        {
            switch (extra.Name)
            {
                case "type" or "cache_control" or "defer_loading" or "eager_input_streaming" or "output_schema":
                    break;
                case "allowed_callers":
                    Callers(tool, extra.Value);
                    break;
                case "input_examples":
                    description = Examples(tool, description, extra.Value);
                    break;
                default:
                    (kept ??= []).Add(extra);
                    break;
            }
        }

        if (kept is not null)
        {
            foreach (var extra in kept) scope.Losses.Note("param_dropped:" + extra.Name, scope.PathOf(tool) + "." + extra.Name);
        }

        return tool with { Extras = [], Description = description };
    }

    // A tool that only programs may call would become one that the model calls.
    private void Callers(Tool tool, JsonSlice callers)
    {
        if (callers.Kind != JsonTokenType.StartArray || JsonProbe.IsEmpty(callers.Span) || callers.Span.IndexOf("\"direct\""u8) >= 0) return;
        throw new ProtocolException(
            $"The tool '{tool.Name}' may be called by programs only, which {scope.Spoken} has no word for: add \"direct\" to allowed_callers or leave the member out.",
            scope.PathOf(tool) + ".allowed_callers");
    }

    private JsonText? Examples(Tool tool, JsonText? description, JsonSlice examples)
    {
        if (examples.Kind != JsonTokenType.StartArray || JsonProbe.IsEmpty(examples.Span)) return description;
        if (examples.Span.Length > MaxExamples)
        {
            scope.Losses.Note("param_dropped:input_examples", scope.PathOf(tool) + ".input_examples");
            return description;
        }

        var lines = new List<JsonText>();
        if (description is { IsEmpty: false } said) lines.Add(said);
        lines.Add(JsonText.From(lines.Count == 0 ? "Examples of input:" : "\nExamples of input:"));
        using var document = JsonDocument.Parse(examples.Memory);
        foreach (var example in document.RootElement.EnumerateArray())
        {
            lines.Add(ToolArguments.ToText(new JsonSlice(System.Text.Encoding.UTF8.GetBytes(example.GetRawText()))));
        }

        return JsonText.Join(lines, "\n");
    }

    private void NoteOthers(Tool tool)
    {
        if (tool.Raw.Kind != JsonTokenType.StartObject) return;
        var at = new GeminiCursor(tool.Raw.Memory);
        while (at.NextMember(out var name))
        {
            if (name is not ("name" or "description" or "parameters" or "parametersJsonSchema"))
            {
                scope.Losses.Note("param_dropped:" + name.ToString(), scope.PathOf(tool));
            }

            at.Skip();
        }
    }
}

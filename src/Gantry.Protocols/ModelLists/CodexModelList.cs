using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.ModelLists;

/// <summary>The answer to Codex's <c>GET /v1/models?client_version=…</c>: OpenAI's list, and beside it Codex's own catalogue.</summary>
/// <remarks>Codex drops the whole catalogue when one member is missing and then treats every model as unknown.</remarks>
public static class CodexModelList
{
    // What Codex puts in front of every conversation with the model. It has its own texts only for models that it knows.
    private const string Instructions =
        "You are a coding agent working in the user's repository through a terminal. Read before you change, keep changes small and in the " +
        "style of the code around them, run the tests that cover them, and report exactly what you did and what you could not do.";

    private static readonly (string Effort, string Description)[] Levels =
    [
        ("low", "Answers soonest"),
        ("medium", "A balance of speed and depth"),
        ("high", "Thinks longest"),
    ];

    public static void Write(IReadOnlyList<ListedModel> models, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, WireJson.Options);
        json.WriteStartObject();
        OpenAiModelList.WriteData(models, json);
        json.WriteStartArray("models"u8);
        for (var i = 0; i < models.Count; i++)
        {
            WriteModel(models[i], i, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteModel(ListedModel model, int priority, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("slug"u8, model.Id);
        json.WriteString("display_name"u8, model.DisplayName);
        json.WriteString("description"u8, model.OwnedBy);
        WriteReasoning(model.SupportsReasoning, json);
        json.WriteString("shell_type"u8, "unified_exec"u8);
        json.WriteString("visibility"u8, "list"u8);
        json.WriteBoolean("supported_in_api"u8, true);
        json.WriteNumber("priority"u8, priority);
        json.WriteNull("upgrade"u8);
        json.WriteString("base_instructions"u8, Instructions);
        json.WriteBoolean("supports_reasoning_summaries"u8, model.SupportsReasoning);
        json.WriteBoolean("support_verbosity"u8, false);
        json.WriteNull("default_verbosity"u8);
        json.WriteString("apply_patch_tool_type"u8, "freeform"u8);
        json.WriteStartObject("truncation_policy"u8);
        json.WriteString("mode"u8, "tokens"u8);
        json.WriteNumber("limit"u8, 10_000);
        json.WriteEndObject();
        json.WriteBoolean("supports_parallel_tool_calls"u8, true);
        if (model.ContextWindow is { } window)
        {
            json.WriteNumber("context_window"u8, window);
        }
        else
        {
            json.WriteNull("context_window"u8);
        }

        json.WriteStartArray("experimental_supported_tools"u8);
        json.WriteEndArray();
        json.WriteStartArray("input_modalities"u8);
        json.WriteStringValue("text"u8);
        if (model.SupportsImages)
        {
            json.WriteStringValue("image"u8);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteReasoning(bool supported, Utf8JsonWriter json)
    {
        json.WriteString("default_reasoning_level"u8, supported ? "medium" : null);
        json.WriteStartArray("supported_reasoning_levels"u8);
        foreach (var (effort, description) in supported ? Levels : [])
        {
            json.WriteStartObject();
            json.WriteString("effort"u8, effort);
            json.WriteString("description"u8, description);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

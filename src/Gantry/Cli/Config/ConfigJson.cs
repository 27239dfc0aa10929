using System.Text.Json;
using Gantry.Cli.Config.Writing;
using Gantry.Contracts.Connect;

namespace Gantry.Cli.Config;

/// <summary>The same for programs.</summary>
internal static class ConfigJson
{
    public static void WriteList(TextWriter output) => StoreCommand.WriteJson(output, json =>
    {
        json.WriteStartArray();
        foreach (var recipe in Recipes.All)
        {
            json.WriteStartObject();
            WriteHead(json, recipe);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static void WriteRecipe(TextWriter output, Recipe recipe, ClientSetUp setUp) => StoreCommand.WriteJson(output, json =>
    {
        json.WriteStartObject();
        WriteHead(json, recipe);
        WriteSetUp(json, recipe, setUp);
        json.WriteStartArray("steps");
        foreach (var step in recipe.Steps(setUp)) WriteStep(json, step);
        json.WriteEndArray();
        WriteTexts(json, "traps", recipe.Traps.Select(trap => trap.English));
        json.WriteEndObject();
    });

    /// <param name="output">Where to.</param>
    /// <param name="recipe">Of the client.</param>
    /// <param name="setUp">What it is filled with.</param>
    /// <param name="prepared">The files.</param>
    /// <param name="written">They are written; otherwise they would be.</param>
    public static void WriteFiles(TextWriter output, Recipe recipe, ClientSetUp setUp, PreparedWrite prepared, bool written) => StoreCommand.WriteJson(output, json =>
    {
        json.WriteStartObject();
        json.WriteString("client", recipe.Id);
        WriteSetUp(json, recipe, setUp);
        json.WriteBoolean("written", written && prepared.Changes.Count > 0);
        json.WriteStartArray("files");
        foreach (var change in prepared.Changes) WriteFile(json, change.Path, change.Before.Bytes is null ? "made" : "changed");
        foreach (var same in prepared.Same) WriteFile(json, same, "same");
        json.WriteEndArray();
        WriteTexts(json, "notes", prepared.Notes);
        json.WriteEndObject();
    });

    public static void WriteUndone(TextWriter output, string client, IReadOnlyList<(KeptFile File, UndoState State)> undone, int left) => StoreCommand.WriteJson(output, json =>
    {
        json.WriteStartObject();
        json.WriteString("client", client);
        json.WriteStartArray("files");
        foreach (var (file, state) in undone) WriteFile(json, file.Path, ConfigUndoing.Word(state));
        json.WriteEndArray();
        json.WriteNumber("left", left);
        json.WriteEndObject();
    });

    private static void WriteHead(Utf8JsonWriter json, Recipe recipe)
    {
        json.WriteString("client", recipe.Id);
        json.WriteString("name", recipe.Name);
        json.WriteString("kind", recipe.Kind.ToString().ToLowerInvariant());
        json.WriteString("about", recipe.About.English);
        WriteTexts(json, "protocols", recipe.Protocols);
        WriteTexts(json, "variants", recipe.Variants);
    }

    private static void WriteSetUp(Utf8JsonWriter json, Recipe recipe, ClientSetUp setUp)
    {
        json.WriteString("server", setUp.Address);
        json.WriteString("base_url", recipe.BaseUrl(setUp.Address));
        json.WriteString("model", setUp.Model);
        json.WriteString("small_model", setUp.SmallModel);
        json.WriteString("system", setUp.System.ToString().ToLowerInvariant());
        json.WriteString("variant", setUp.Variant);
    }

    private static void WriteStep(Utf8JsonWriter json, RecipeStep step)
    {
        json.WriteStartObject();
        json.WriteString("do", step.Do.English);
        if (step.Snippet is { } snippet)
        {
            json.WriteString("kind", snippet.Kind.ToString().ToLowerInvariant());
            if (snippet.Path is { } path) json.WriteString("path", path);
            if (snippet.Kind != SnippetKind.Fields) json.WriteString("text", snippet.Text);
            if (snippet.Fields.Count > 0)
            {
                json.WriteStartObject("fields");
                foreach (var field in snippet.Fields) json.WriteString(field.Label, field.Value);
                json.WriteEndObject();
            }
        }

        if (step.See is { } see) json.WriteString("see", ConfigText.Seen(see));
        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, string path, string state)
    {
        json.WriteStartObject();
        json.WriteString("path", path);
        json.WriteString("state", state);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}

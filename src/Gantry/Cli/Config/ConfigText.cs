using Gantry.Contracts.Connect;

namespace Gantry.Cli.Config;

/// <summary>Recipes for a terminal.</summary>
internal static class ConfigText
{
    public static void WriteList(TextWriter output)
    {
        foreach (var kind in Recipes.All.GroupBy(recipe => recipe.Kind))
        {
            output.WriteLine(kind.Key switch { RecipeKind.Terminal => "In a terminal", RecipeKind.Editor => "In an editor", RecipeKind.App => "Applications", _ => "Libraries" });
            foreach (var recipe in kind) output.WriteLine($"  {recipe.Id,-22}{recipe.Name}{(recipe.Variants.Count > 0 ? $" ({string.Join(", ", recipe.Variants)})" : "")}");
        }

        output.WriteLine();
        output.WriteLine("gantry config CLIENT shows how one is set up; --write does it.");
    }

    public static void WriteRecipe(TextWriter output, Recipe recipe, ClientSetUp setUp)
    {
        output.WriteLine($"{recipe.Name}: {recipe.About}");
        if (recipe.Variants.Count > 1) output.WriteLine($"Shown: {setUp.Variant}. Also with --variant: {string.Join(", ", recipe.Variants.Where(variant => variant != setUp.Variant))}.");
        output.WriteLine();
        WriteSteps(output, recipe.Steps(setUp));
        if (recipe.Traps.Count == 0) return;
        output.WriteLine("Mind:");
        foreach (var trap in recipe.Traps) output.WriteLine($"- {trap}");
    }

    public static void WriteSteps(TextWriter output, IReadOnlyList<RecipeStep> steps)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            output.WriteLine($"{i + 1}. {steps[i].Do}");
            if (steps[i].Snippet is { } snippet) WriteSnippet(output, snippet);
            if (steps[i] is { Snippet: not null, See: not null }) output.WriteLine();
            if (steps[i].See is { } see) output.WriteLine($"   You see: {Seen(see)}");
            output.WriteLine();
        }
    }

    /// <summary>Without what only a page of the console shows.</summary>
    public static string Seen(Told see) => see.English.Replace(", and this page turns green", "", StringComparison.Ordinal);

    private static void WriteSnippet(TextWriter output, Snippet snippet)
    {
        output.WriteLine();
        if (snippet.Kind == SnippetKind.Fields)
        {
            var width = snippet.Fields.Max(field => field.Label.Length) + 2;
            foreach (var field in snippet.Fields) output.WriteLine($"   {(field.Label + ":").PadRight(width)}{field.Value}");
        }
        else
        {
            // Not indented: it is there to be copied.
            output.WriteLine(snippet.Text);
        }
    }
}

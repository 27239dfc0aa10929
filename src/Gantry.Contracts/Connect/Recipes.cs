namespace Gantry.Contracts.Connect;

/// <summary>Every client that there is a recipe for. The facts are those of driven clients and of their makers' documents; docs/guide/connect-clients.md tells more.</summary>
public static class Recipes
{
    public static IReadOnlyList<Recipe> All { get; } = [.. TerminalRecipes.All, .. EditorRecipes.All, .. AppRecipes.All, .. LibraryRecipes.All];

    /// <returns>Null where there is none.</returns>
    public static Recipe? Find(string id) => All.FirstOrDefault(recipe => recipe.Id == id);
}

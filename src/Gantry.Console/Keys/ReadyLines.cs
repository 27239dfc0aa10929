using Gantry.Contracts.Connect;

namespace Gantry.Console.Keys;

/// <summary>What of a client's set-up has the key or the address in it: to be copied where the key is shown.</summary>
internal static class ReadyLines
{
    private const string Curl = "curl";

    /// <summary>All that there is a recipe for, but the one that has a line of its own.</summary>
    public static IReadOnlyList<Recipe> Clients { get; } = [.. Recipes.All.Where(recipe => recipe.Id != Curl)];

    /// <param name="client">As in <see cref="Recipe.Id"/>.</param>
    /// <param name="address">Of this server, with or without a slash at its end.</param>
    /// <param name="secret">The key.</param>
    /// <param name="models">What it may ask for; the client's own choice where there is none.</param>
    /// <param name="system">Where it is copied to.</param>
    public static IReadOnlyList<Snippet> Of(string client, string address, string secret, IReadOnlyList<string> models, ClientSystem system)
    {
        if (Recipes.Find(client) is not { } recipe) return [];
        var root = address.TrimEnd('/');
        var steps = recipe.Steps(new ClientSetUp
        {
            Address = root,
            Key = secret,
            Model = recipe.Taste.PickMain(models) ?? "MODEL",
            SmallModel = recipe.Taste.PickSmall(models) ?? "SMALL-MODEL",
            System = system,
            Variant = recipe.Variants is [var first, ..] ? first : "",
        });
        return [.. steps.Select(step => step.Snippet).OfType<Snippet>().Where(snippet => Has(snippet, secret) || Has(snippet, root))];
    }

    private static bool Has(Snippet snippet, string word) =>
        snippet.Text.Contains(word, StringComparison.Ordinal) || snippet.Fields.Any(field => field.Value.Contains(word, StringComparison.Ordinal));
}

using Gantry.Cli.Verify;
using Gantry.Contracts.Connect;
using Gantry.Hosting;

namespace Gantry.Cli.Config;

/// <summary>Fills in what was not said.</summary>
internal static class SetUpChoice
{
    /// <summary>Stands where a model is missing, because there is no key to ask with.</summary>
    public const string ModelPlaceholder = "PUT-A-MODEL-HERE";

    /// <summary>What a recipe is filled with.</summary>
    /// <exception cref="ConfigRefusedException">Something that was said is wrong, or the gateway tells no models.</exception>
    public static async Task<ClientSetUp> MakeAsync(Recipe recipe, ConfigRequest request, ConfigContext context, string? key, CancellationToken cancellation)
    {
        var server = VerifyOptions.ParseBase(request.Server ?? HostingOptions.DefaultUrl)
            ?? throw new ConfigRefusedException(ExitCodes.WrongUsage, "The address of the gateway must begin with http:// or https://.");
        var (model, small) = (request.Model, request.SmallModel ?? request.Model);
        if (key is not null && (model is null || small is null))
        {
            var models = await ModelList.AskAsync(server, key, cancellation);
            model ??= recipe.Taste.PickMain(models);
            small ??= recipe.Taste.PickSmall(models);
        }

        return new ClientSetUp
        {
            Address = server.AbsoluteUri.TrimEnd('/'),
            Key = key ?? KeySource.Placeholder,
            Model = model ?? ModelPlaceholder,
            SmallModel = small ?? ModelPlaceholder,
            System = request.System ?? context.System,
            Variant = Variant(recipe, request.Variant),
        };
    }

    private static string Variant(Recipe recipe, string? asked) =>
        asked is null ? recipe.Variants is [var first, ..] ? first : ""
        : recipe.Variants.FirstOrDefault(one => one.Equals(asked, StringComparison.OrdinalIgnoreCase))
        ?? throw new ConfigRefusedException(ExitCodes.WrongUsage, recipe.Variants.Count == 0
            ? $"{recipe.Name} is set up in one way only: leave --variant out."
            : $"{recipe.Name} is set up in these ways: {string.Join(", ", recipe.Variants)}.");
}

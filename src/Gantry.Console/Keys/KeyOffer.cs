using Gantry.Console.Shell;
using Gantry.Contracts.Manage.Keys;
using Gantry.Contracts.Manage.Prices;

namespace Gantry.Console.Keys;

/// <summary>The groups that a key may name, and the models that they have.</summary>
/// <param name="prices">What everything costs: it names all of them.</param>
internal sealed class KeyOffer(PriceListView prices)
{
    /// <summary>Stands for all active groups.</summary>
    public const string Auto = "auto";

    /// <summary>Without <see cref="Auto"/>.</summary>
    public IReadOnlyList<PickOption> Groups { get; } = [.. prices.Groups.Select(group => new PickOption(group.Name, group.Description.Length > 0 ? group.Description : null))];

    /// <summary>The models of the groups that were chosen, of all of them for <see cref="Auto"/> or none.</summary>
    public IReadOnlyList<PickOption> ModelsOf(IReadOnlyList<string> groups) =>
    [
        .. prices.Groups.Where(group => groups.Count == 0 || groups.Contains(Auto) || groups.Contains(group.Name))
            .SelectMany(group => group.Models).DistinctBy(model => model.Id, StringComparer.Ordinal).OrderBy(model => model.Id, StringComparer.Ordinal)
            .Select(model => new PickOption(model.Id, model.DisplayName == model.Id || model.DisplayName.Length == 0 ? null : model.DisplayName)),
    ];

    /// <summary>Ids that a key may ask for.</summary>
    public IReadOnlyList<string> UsableBy(KeyView key) => [.. ModelsOf(key.Groups).Select(model => model.Name).Where(model => key.Models.Count == 0 || key.Models.Contains(model))];
}

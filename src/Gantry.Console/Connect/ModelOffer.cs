using Gantry.Contracts.Manage.Prices;

namespace Gantry.Console.Connect;

/// <summary>Which models a key in some group could ask for.</summary>
internal static class ModelOffer
{
    /// <summary>Stands for all groups, as in keys.</summary>
    public const string Auto = "auto";

    /// <summary>Ids, each once.</summary>
    public static IReadOnlyList<string> Of(PriceListView list, string group) =>
    [
        .. list.Groups.Where(one => group == Auto || one.Name == group).SelectMany(one => one.Models).Where(model => model.PriceVersion is not null)
            .Select(model => model.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>A name that no key of the account has yet.</summary>
    public static string FreeName(string wanted, IReadOnlyCollection<string> taken)
    {
        for (var number = 1; ; number++)
        {
            var name = number == 1 ? wanted : $"{wanted} {number}";
            if (!taken.Contains(name, StringComparer.OrdinalIgnoreCase)) return name;
        }
    }
}

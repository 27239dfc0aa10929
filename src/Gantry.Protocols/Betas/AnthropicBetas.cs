using System.Collections.Frozen;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Betas;

/// <summary>Fits the betas of a Messages request to who answers it: a flag and what it owns of the body are kept or dropped together.</summary>
public static class AnthropicBetas
{
    private const int LongestToken = 64;

    /// <summary>The flags of <c>anthropic-beta</c>: comma separated, and the header may repeat. Each once, in order.</summary>
    public static IReadOnlyList<string> Parse(IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return [.. values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Takes out of a body what the vendor would refuse, and says which flags it is to be sent.</summary>
    /// <param name="members">The edits of a Messages body.</param>
    /// <param name="asked">The client's flags, as of <see cref="Parse"/>.</param>
    /// <param name="vendor">Who answers.</param>
    /// <param name="lose">Takes <c>beta:NAME</c> for each flag, and each field, that is left out and would have changed something.</param>
    /// <returns>The flags for the vendor, in the client's order.</returns>
    public static IReadOnlyList<string> Fit(JsonObjectEdit members, IReadOnlyList<string> asked, BetaVendor vendor, Action<string> lose)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(vendor);
        ArgumentNullException.ThrowIfNull(lose);
        if (vendor.PassesAll)
        {
            return asked;
        }

        var kept = asked.Where(vendor.Allows).ToList();
        var spelled = vendor.Spelled.Where(other => asked.Any(flag => flag.StartsWith(other.Prefix, StringComparison.Ordinal))).Select(other => other.Flag).ToList();
        var taken = BetaFamilies.All
            .Where(family => kept.Any(family.Has) || spelled.Any(family.Has) || vendor.Free.Contains(family.Prefix))
            .SelectMany(family => family.Owns)
            .Where(element => !vendor.SaysByFlag(element))
            .ToFrozenSet();
        var walk = new BetaWalk(members, taken);
        walk.Run();
        // Under another name than the client's a flag is said only where it does something: not every model of the vendor knows it.
        kept.AddRange(spelled.Where(flag => BetaFamilies.All.Where(family => family.Has(flag)).SelectMany(family => family.Owns).Any(walk.Seen.Contains)));
        kept.AddRange(vendor.SaidByFlag.Where(said => walk.Seen.Contains(said.Element)).Select(said => said.Flag));
        foreach (var token in Lost(asked, vendor, walk.Dropped).Distinct(StringComparer.Ordinal))
        {
            lose(token);
        }

        return [.. kept.Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Lost(IReadOnlyList<string> asked, BetaVendor vendor, IReadOnlySet<BetaElement> dropped)
    {
        foreach (var flag in asked)
        {
            var family = BetaFamilies.All.FirstOrDefault(family => family.Has(flag));
            if (!vendor.Allows(flag) && family is not { IsHarmless: true } && !IsSaidOtherwise(family, vendor, dropped))
            {
                yield return family?.Token ?? Unknown(flag);
            }
        }

        // By its first owner: flags of several families may turn it on.
        var others = dropped.Where(element => !vendor.SaysByFlag(element)).Select(element => BetaFamilies.All.First(family => family.Owns.Contains(element)));
        foreach (var family in others.OrderBy(BetaFamilies.All.IndexOf))
        {
            yield return family.Token;
        }
    }

    // By other flags, or without any, and nothing of it had to go.
    private static bool IsSaidOtherwise(BetaFamily? family, BetaVendor vendor, IReadOnlySet<BetaElement> dropped) =>
        family is not null
        && (vendor.Free.Contains(family.Prefix) || vendor.Spelled.Any(other => other.Prefix == family.Prefix))
        && !family.Owns.Any(dropped.Contains);

    /// <summary>A flag without its date. It is the client's own text and goes into a header: what is no plain name is not repeated.</summary>
    private static string Unknown(string flag)
    {
        var end = flag.Length > 11 && flag[^11] == '-' && flag[^10..].All(c => char.IsAsciiDigit(c) || c == '-') ? flag.Length - 11 : flag.Length;
        var name = flag[..end];
        return name.Length is > 0 and <= LongestToken && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? "beta:" + name : "beta:unknown";
    }
}

using Gantry.Catalog;
using Gantry.Catalog.Declared;

namespace Gantry.Moving.LiteLlm;

/// <summary>What <c>router_settings</c> and <c>litellm_settings</c> say of where requests go.</summary>
internal sealed class LiteLlmRouting
{
    /// <summary>Other names: the name, the model behind it.</summary>
    public SortedDictionary<string, string> Aliases { get; } = new(StringComparer.Ordinal);

    /// <summary>Which models are asked when one fails, in order.</summary>
    public SortedDictionary<string, List<string>> Fallbacks { get; } = new(StringComparer.Ordinal);

    /// <summary>The same for every model without its own.</summary>
    public List<string> DefaultFallbacks { get; } = [];

    public PoolBalance Balance { get; private set; }

    public static LiteLlmRouting Read(ForeignMap? router, ForeignMap? library, ReadContext context, Move move)
    {
        var routing = new LiteLlmRouting();
        foreach (var (section, map) in new[] { ("router_settings", router), ("litellm_settings", library) })
        {
            if (map is null) continue;
            routing.ReadAliases(section, map, context, move);
            routing.ReadFallbacks(map, context);
        }

        switch (router?.Text("routing_strategy"))
        {
            case null or "simple-shuffle":
                break;
            case "least-busy":
                routing.Balance = PoolBalance.LeastBusy;
                move.Carried("router_settings", "routing_strategy", "balance: least_busy");
                break;
            case var strategy:
                move.Lost("router_settings", "routing_strategy", $"{strategy}: Gantry spreads by weight, or to the least busy");
                break;
        }

        return routing;
    }

    private void ReadAliases(string section, ForeignMap map, ReadContext context, Move move)
    {
        foreach (var (alias, node) in (map.Map("model_group_alias")?.Entries ?? []).Concat(map.Map("model_alias_map")?.Entries ?? []))
        {
            if (node is FileNode.Scalar scalar)
            {
                Aliases[alias] = scalar.Text;
            }
            else if (ForeignMap.Of(node, $"the alias '{alias}'", context) is { } written && written.Text("model") is { Length: > 0 } model)
            {
                Aliases[alias] = model;
                if (written.Flag("hidden") == true) move.Lost(section, $"model_group_alias: {alias}: hidden", "it is in the lists of models here");
            }
        }
    }

    // [{model: [others]}], or a mapping of the same.
    private void ReadFallbacks(ForeignMap map, ReadContext context)
    {
        foreach (var item in map.Items("fallbacks"))
        {
            foreach (var (model, node) in ForeignMap.Of(item, "an entry of fallbacks", context)?.Entries ?? [])
                Fallbacks[model] = ForeignMap.Texts("fallbacks", node is FileNode.List list ? list.Items : [node], context);
        }

        DefaultFallbacks.AddRange(map.Texts("default_fallbacks"));
        if (Fallbacks.Remove(LiteLlmDeployment.Wildcard, out var all)) DefaultFallbacks.AddRange(all);
    }
}

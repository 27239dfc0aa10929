using Gantry.Billing.Pricing;
using System.Collections.Immutable;
using Gantry.Protocols;

namespace Gantry.Catalog.Declared;

/// <summary>Reads an item of <c>groups</c>.</summary>
internal static class GroupReader
{
    /// <summary>The group's deployments go to <paramref name="deployments"/>.</summary>
    public static GroupRow Read(MapReader map, ImmutableArray<DeploymentRow>.Builder deployments)
    {
        var group = new GroupRow
        {
            Name = Names.Read(map, "name"),
            Description = map.Text("description") ?? "",
            MultiplierPpm = map.Decimal("multiplier", DecimalText.Ppm) ?? 1_000_000,
            CancelPolicy = map.Word("cancel_policy", CancelPolicy.Delivered),
            SpendCaps = SpendCapReader.Read(map),
            RateLimits = RateLimitReader.Read(map),
            ModelRateLimits = RateLimitReader.Models(map),
            HoldOutputTokens = map.Whole("hold_output_tokens", least: 1) ?? GroupRow.DefaultHoldOutputTokens,
            Operations = map.Words<Operation>("operations"),
            Prices = [.. map.Maps("prices", "price").Select(Price)],
            Status = map.Word("status", GroupStatus.Active),
            Replacement = map.Text("replacement") is { Length: > 0 } other ? other : null,
            Note = map.Text("note") ?? "",
            Protocols = map.Words<Protocol>("protocols"),
            Balance = map.Word("balance", PoolBalance.Weight),
            VirtualModels = map.Map("virtual_models", "virtual_models") is { } names ? VirtualModels(names) : [],
        };
        map.Remember(group.Key);
        foreach (var item in map.Maps("deployments", "deployment")) deployments.Add(Deployment(item, group.Name));
        map.Done();
        return group;
    }

    private static ImmutableArray<VirtualModel> VirtualModels(MapReader map)
    {
        foreach (var name in map.Keys)
        {
            if (Names.Refuse(name) is { } reason) map.Error(name, $"the name of a virtual model {reason}");
        }

        var models = map.Keys.Select(name => new VirtualModel { Name = name, Models = map.Texts(name) }).ToImmutableArray();
        map.Done();
        return models;
    }

    private static GroupPrice Price(MapReader map)
    {
        var price = new GroupPrice
        {
            Model = map.RequiredText("model"),
            MultiplierPpm = map.Decimal("multiplier", DecimalText.Ppm),
            Price = map.Map("price", "price") is { } own ? PriceReader.Read(own) : null,
        };
        if (!map.Has("price") && !map.Has("multiplier")) map.Context.Error(map.At, $"the price of {price.Model} says nothing: give a multiplier or a price");
        map.Done();
        return price;
    }

    /// <summary>Reads a deployment of the group.</summary>
    public static DeploymentRow Deployment(MapReader map, string group)
    {
        var model = map.RequiredText("model");
        var deployment = new DeploymentRow
        {
            Group = group,
            Model = model,
            Upstream = map.RequiredText("upstream"),
            UpstreamModel = map.Text("upstream_model") is { Length: > 0 } name ? name : model,
            Priority = (int)(map.Whole("priority", 0, 1_000_000) ?? 0),
            Weight = (int)(map.Whole("weight", 1, 1_000_000) ?? 1),
            Rules = map.Map("rules", "rules") is { } rules ? RulesReader.Read(rules) : null,
            Speaks = map.Words<Protocol>("speaks"),
            Cost = map.Map("cost", "cost") is { } cost ? PriceReader.Read(cost) : null,
        };
        map.Remember(deployment.Key);
        map.Done();
        return deployment;
    }
}

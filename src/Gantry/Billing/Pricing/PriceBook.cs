namespace Gantry.Billing.Pricing;

/// <summary>The lists that price versions stand in. In each list a model has one version at a time: it holds until the next one begins.</summary>
public static class PriceBook
{
    /// <summary>What clients pay, before the group's multiplier.</summary>
    public const string List = "list";

    /// <summary>A group's own prices.</summary>
    public static string OfGroup(string group) => $"group/{group}";

    /// <summary>What an upstream takes for a deployment.</summary>
    public static string OfCost(string group, string upstream, string upstreamModel) => $"cost/{group}/{upstream}/{upstreamModel}";
}

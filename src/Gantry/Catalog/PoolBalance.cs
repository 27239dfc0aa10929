namespace Gantry.Catalog;

/// <summary>How a group spreads requests over deployments that are equally good.</summary>
public enum PoolBalance
{
    /// <summary>By the weights of the deployments.</summary>
    Weight,

    /// <summary>To the one with the fewest attempts under way for its weight.</summary>
    LeastBusy,
}

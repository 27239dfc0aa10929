namespace Gantry.Contracts.Manage.Upstreams;

/// <summary>What was made for an offer.</summary>
/// <param name="Group">Its name.</param>
/// <param name="GroupMade">It was not there before.</param>
/// <param name="Models">Ids of all models of the offer.</param>
/// <param name="ModelsMade">How many of them were not there before.</param>
/// <param name="DeploymentsMade">How many of them this upstream did not serve in the group before.</param>
public sealed record UpstreamOffered(string Group, bool GroupMade, IReadOnlyList<string> Models, int ModelsMade, int DeploymentsMade);

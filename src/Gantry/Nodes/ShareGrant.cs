namespace Gantry.Nodes;

/// <summary>What a server may use of something that all share.</summary>
/// <param name="Share">In all, what it uses already among it.</param>
/// <param name="Granted">Whether that is what was needed.</param>
/// <param name="Others">What other servers may use; some of it they may have to spare.</param>
/// <param name="Gone">What is used up by nobody that lives.</param>
internal readonly record struct ShareGrant(long Share, bool Granted, long Others, long Gone);

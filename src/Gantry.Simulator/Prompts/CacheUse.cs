namespace Gantry.Simulator.Prompts;

/// <summary>What a cache did with a prompt, in tokens.</summary>
/// <param name="Read">Stood at the beginning of an earlier prompt.</param>
/// <param name="Written5m">Kept for five minutes from now on.</param>
/// <param name="Written1h">Kept for an hour.</param>
internal readonly record struct CacheUse(long Read, long Written5m, long Written1h);

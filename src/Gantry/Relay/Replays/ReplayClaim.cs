namespace Gantry.Relay.Replays;

/// <summary>What a request under a key is.</summary>
/// <param name="Kind">Which of the other members is set.</param>
/// <param name="Running">The first: to be told what the client is told, and to be ended at the desk.</param>
/// <param name="Reader">Reads along with the first; to be disposed.</param>
/// <param name="Entry">The first's answer lies in a file.</param>
internal readonly record struct ReplayClaim(ReplayClaimKind Kind, RunningReplay? Running = null, ReplayReader? Reader = null, ReplayEntry? Entry = null);

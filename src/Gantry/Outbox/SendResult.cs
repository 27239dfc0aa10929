namespace Gantry.Outbox;

/// <summary>What became of one try.</summary>
/// <param name="Sent">It has gone out.</param>
/// <param name="Detail">For the operator: the answer, or why not. Holds no secret.</param>
/// <param name="Hopeless">No later try would do better.</param>
public readonly record struct SendResult(bool Sent, string Detail, bool Hopeless = false);

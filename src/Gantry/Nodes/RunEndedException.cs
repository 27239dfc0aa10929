namespace Gantry.Nodes;

/// <summary>The run was taken for dead: what it had set aside was given back, and it may not set aside any more.</summary>
internal sealed class RunEndedException(long run) : InvalidOperationException($"Run {run} has been ended: its allowances were given back.");

namespace Gantry.Relay;

/// <summary>What an attempt leaves to do.</summary>
internal enum NextStep
{
    /// <summary>The client has its answer.</summary>
    Done,

    /// <summary>The client has nothing, and the same request may bring an answer.</summary>
    Again,

    /// <summary>The upstream could not open sealed reasoning in the request.</summary>
    AgainWithoutSeals,
}

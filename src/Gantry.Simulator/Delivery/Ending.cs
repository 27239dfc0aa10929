namespace Gantry.Simulator.Delivery;

/// <summary>What the connection does when the written part is over.</summary>
internal enum Ending
{
    /// <summary>The response is completed.</summary>
    Complete,

    /// <summary>The connection is reset.</summary>
    Reset,

    /// <summary>Nothing more happens until the other side leaves.</summary>
    Silence,
}

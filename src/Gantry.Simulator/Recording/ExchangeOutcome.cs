namespace Gantry.Simulator.Recording;

/// <summary>How an exchange ended.</summary>
public enum ExchangeOutcome
{
    /// <summary>Still being served.</summary>
    Open,

    /// <summary>Everything that was to be served has been written.</summary>
    Finished,

    /// <summary>The simulator cut it, as it was told to.</summary>
    CutBySimulator,

    /// <summary>The other side closed the connection first.</summary>
    ClientClosed,
}

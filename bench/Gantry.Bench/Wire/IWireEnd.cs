namespace Gantry.Bench.Wire;

/// <summary>One end of a connection on a <see cref="WireLoop"/>.</summary>
internal interface IWireEnd
{
    /// <summary>It can be read, written or both, or has failed, which trying tells.</summary>
    void Ready(bool canRead, bool canWrite);
}

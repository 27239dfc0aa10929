namespace Gantry.Simulator.Delivery;

/// <summary>Where the writing stops before its time, and what happens then.</summary>
/// <param name="Ending">What the connection does.</param>
/// <param name="AfterFrames">Frames written before; <see langword="null"/> for all.</param>
/// <param name="BodyBytes">Bytes of a whole body written before; <see langword="null"/> for all.</param>
/// <param name="BeforeHeaders">Stop before the status line.</param>
internal readonly record struct Cut(Ending Ending, long? AfterFrames = null, long? BodyBytes = null, bool BeforeHeaders = false)
{
    public static Cut None => new(Ending.Complete);
}

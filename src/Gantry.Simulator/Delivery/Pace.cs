namespace Gantry.Simulator.Delivery;

/// <summary>When things are written.</summary>
/// <param name="FirstByte">Silence before the status line.</param>
/// <param name="FirstEvent">Silence between headers and body.</param>
/// <param name="Interval">Time between two frames of content; zero writes as fast as the connection takes it.</param>
internal readonly record struct Pace(TimeSpan FirstByte, TimeSpan FirstEvent, TimeSpan Interval);

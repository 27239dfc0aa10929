namespace Gantry.Arrivals;

/// <summary>Carried by a request while somebody watches: those who serve it put down what they learn.</summary>
internal sealed class ArrivalNote
{
    /// <summary>No endpoint has the path.</summary>
    public bool IsUnknown { get; set; }

    /// <summary>As asked for.</summary>
    public string? Model { get; set; }

    /// <summary>Why it was refused, in the gateway's own word; null where it was not.</summary>
    public string? Code { get; set; }

    /// <summary>The answer came whole.</summary>
    public bool Completed { get; set; }

    /// <summary>The client left; some do so as soon as they have what they want.</summary>
    public bool Left { get; set; }

    /// <summary>An exchange has told the rest.</summary>
    public bool Told { get; set; }

    public bool Streamed { get; set; }
}

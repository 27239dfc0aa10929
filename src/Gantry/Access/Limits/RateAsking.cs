namespace Gantry.Access.Limits;

/// <summary>For which shares a request may wait until other servers are asked.</summary>
internal enum RateAsking
{
    /// <summary>It has waited long enough: what is here decides.</summary>
    Nothing,

    /// <summary>Who stands in a queue is there for its place already, and <see cref="RateShares"/> asks for that.</summary>
    Windows,

    All,
}

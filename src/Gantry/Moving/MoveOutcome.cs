namespace Gantry.Moving;

/// <summary>What became of one item of another gateway's configuration.</summary>
internal enum MoveOutcome
{
    /// <summary>It is here as it was there.</summary>
    Carried,

    /// <summary>It is here in other words; models and prices that clients see are the same.</summary>
    Adjusted,

    /// <summary>It is not here, because it did nothing there: disabled, deleted, expired, or for looks.</summary>
    LeftOut,

    /// <summary>It did something there that it does not do here, or not provably the same.</summary>
    Lost,
}

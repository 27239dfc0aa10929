namespace Gantry.Catalog;

/// <summary>How people come to an account.</summary>
public enum RegistrationMode
{
    /// <summary>Operators make every account.</summary>
    Closed,

    /// <summary>Operators also invite.</summary>
    Invitation,

    /// <summary>People also make accounts for themselves.</summary>
    Open,
}

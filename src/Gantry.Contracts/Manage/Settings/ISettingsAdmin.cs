namespace Gantry.Contracts.Manage.Settings;

/// <summary>The settings of the whole gateway.</summary>
public interface ISettingsAdmin
{
    Task<Versioned<SettingsTerms>> GetAsync(IActor who, CancellationToken cancellation);

    /// <summary>Changes one or several at once, or none. What is no longer named has its usual value again.</summary>
    /// <param name="who">Who changes them.</param>
    /// <param name="change">Makes of what is set what shall be set; a secret that stays is left as empty text.</param>
    /// <param name="tag">The version that the change is made for; null for any.</param>
    /// <param name="cancellation">Stops before the write, not after it.</param>
    /// <exception cref="RefusedException">A name that is not known, or a value that the rules refuse: every one of them.</exception>
    Task<Versioned<SettingsTerms>> EditAsync(IActor who, Func<SettingsTerms, SettingsTerms> change, string? tag, CancellationToken cancellation);
}

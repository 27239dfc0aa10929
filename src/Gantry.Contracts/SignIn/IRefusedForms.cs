namespace Gantry.Contracts.SignIn;

/// <summary>Is told of forms that were refused because they did not come from the console's own pages.</summary>
public interface IRefusedForms
{
    /// <param name="path">Where the form was sent to, without its query.</param>
    /// <param name="address">The network address of the client; null where there is none.</param>
    void Report(string path, string? address);
}

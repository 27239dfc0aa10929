namespace Gantry.Catalog;

/// <summary>What an account may do in the console.</summary>
internal enum AccountRole
{
    User,
    Admin,
    Owner,
}

"""A town that has Decidim keeps it: its proposals, results and comments come in as Decidim exports them, and go back."""
